"""The operator's surface: the command line, the frameworks that come with the house, and the demo."""
