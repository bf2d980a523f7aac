"""Bridges to the engines that turn pages into a site."""
