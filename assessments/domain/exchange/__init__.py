"""Questions in and out of other systems' formats. Each module beside this one reads, and where it can writes, one."""
