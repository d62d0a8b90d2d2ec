"""Reading what was issued: finding, listing, searching, paging."""
