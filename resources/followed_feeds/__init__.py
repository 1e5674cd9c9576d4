"""Follows the feeds of publishers' own sites: new entries arrive as drafts."""
