"""Pages and endpoints of LTI: the platform's, the person's, the console's."""
