//! What a page must not do while a story runs, as scripts for the browser: complain on the console,
//! break the content security policy, be hard to use for somebody. It must not know any screen.

/// Gathers what goes to the console as an error, panics included, and every breach of the policy.
/// To be run before any script of the page; kept over reloads.
pub const LISTEN: &str = r"
    const tell = (what) => {
        const known = JSON.parse(sessionStorage.getItem('complaints') || '[]');
        sessionStorage.setItem('complaints', JSON.stringify([...known, what]));
    };
    const error = console.error;
    console.error = (...words) => { tell(words.map(String).join(' ')); error(...words); };
    window.addEventListener('error', (e) => tell('error: ' + e.message));
    window.addEventListener('unhandledrejection', (e) => tell('rejection: ' + e.reason));
    document.addEventListener('securitypolicyviolation', (e) =>
        tell('policy: ' + e.effectiveDirective + ' ' + e.blockedURI));
";

/// Has Firefox run a script in each page before the page's own. For its own window, which starts
/// the outer function in whatever process a page has.
pub const BEFORE_EACH_PAGE: &str = r"
    const before = (script) => addEventListener('DOMWindowCreated', ({ target: { defaultView: page } }) =>
        Cu.evalInSandbox(script, Cu.Sandbox(page, { sandboxPrototype: page, wantXrays: false })), true);
    const frame = `(${before})(${JSON.stringify(arguments[0])})`;
    Services.mm.loadFrameScript('data:,' + encodeURIComponent(frame), true);
";

/// What was gathered, once the reports that are on their way are in.
pub const COMPLAINTS: &str = r"
    const done = arguments[0];
    requestAnimationFrame(() => setTimeout(() =>
        done(JSON.parse(sessionStorage.getItem('complaints') || '[]'))));
";

/// Defines `in_theme`, which shows a theme and waits until nothing moves any more.
pub const REST: &str = r"
    const endless = (a) => a.effect.getComputedTiming().endTime === Infinity;
    const in_theme = async (theme) => {
        if (theme) document.documentElement.dataset.theme = theme;
        else delete document.documentElement.dataset.theme;
        await new Promise(requestAnimationFrame);
        const moving = document.getAnimations().filter((a) => !endless(a));
        await Promise.all(moving.map((a) => a.finished.catch(() => {})));
    };
";

/// Looks at the screen in light and in dark.
pub const AXE: &str = r"
    const done = arguments[0];
    const look = async (theme) => {
        await in_theme(theme);
        const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
        return found.violations.map((v) =>
            theme + ': ' + v.id + ': ' + v.nodes.map((n) => n.html).slice(0, 3).join(' | '));
    };
    (async () => {
        const before = document.documentElement.dataset.theme;
        const found = [...await look('light'), ...await look('dark')];
        await in_theme(before);
        return found;
    })().then(done, (error) => done(['axe: ' + error]));
";
