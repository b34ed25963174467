use std::fs;

/// What a process holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vitals {
    /// Open descriptors.
    pub(crate) descriptors: usize,
    /// Resident memory, in KiB.
    pub(crate) resident: u64,
}

impl Vitals {
    /// Asks the kernel.
    pub(crate) fn of(process: u32) -> Vitals {
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process runs");
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let resident = resident.and_then(|rest| rest.trim().strip_suffix(" kB"));
        let descriptors = fs::read_dir(format!("/proc/{process}/fd")).expect("the process runs");
        Vitals {
            descriptors: descriptors.count(),
            resident: resident.and_then(|kib| kib.parse().ok()).expect("VmRSS in kB"),
        }
    }
}
