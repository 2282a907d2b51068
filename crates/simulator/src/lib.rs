//! A whole shop on a virtual network, virtual disks and virtual clocks, from one seed.
