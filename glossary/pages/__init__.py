"""The pages of the site: what each shows, and the templates that say how."""
