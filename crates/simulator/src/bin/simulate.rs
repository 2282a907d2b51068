//! Runs seeds and says what they came to.
fn main() {
    let mut args = std::env::args()
        .skip(1)
        .map(|a| a.parse::<u64>().unwrap_or(0));
    let (from, to) = (args.next().unwrap_or(0), args.next().unwrap_or(100));
    let start = std::time::Instant::now();
    let mut sum = simulator::Report::default();
    let mut bad = 0;
    for seed in from..to {
        let run = simulator::run(&simulator::Plan::of(seed), to - from == 1);
        sum.add(&run.report);
        for line in run.lines {
            println!("{line}");
        }
        if let Some(v) = run.violation {
            bad += 1;
            if bad < 30 {
                println!("seed {seed}: {v}");
            }
        }
    }
    let s = start.elapsed().as_secs_f64();
    println!(
        "{sum:#?}\n{bad} bad, {s:.2} s, {} events/s, {} events/seed",
        sum.events * 1000
            / u64::try_from(start.elapsed().as_millis())
                .unwrap_or(1)
                .max(1),
        sum.events / (to - from).max(1)
    );
}
