"""What the pages of the demos beside it keep for their readers to try: one recipe a file."""
