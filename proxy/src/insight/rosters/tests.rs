mod at_any_entry;
