"""The feeds of publishers' own sites that the Gateway follows. New entries become drafts."""
