//! What a page must not do while a story runs, as scripts for the browser: complain on the console,
//! break the content security policy, be hard to use for somebody. It must not know any screen.

/// Gathers what goes to the console, and what of it is a complaint: errors, panics included, and
/// every breach of the policy. To be run before any script of the page; kept over reloads,
/// and for the tabs that are left when one is killed.
pub const LISTEN: &str = r"
{
    const keep = (where, what) => {
        const known = JSON.parse(localStorage.getItem(where) || '[]');
        localStorage.setItem(where, JSON.stringify([...known, what].slice(-300)));
    };
    const say = (level, what) =>
        keep('story-said', `${new Date().toISOString()} ${location.pathname} ${level}: ${what}`.slice(0, 4000));
    const tab = sessionStorage['story-tab'] ??= crypto.randomUUID();
    const complain = (what) => {
        keep('story-complaints', { at_ms: Date.now(), tab, what });
        say('error', what);
    };
    for (const level of ['debug', 'log', 'info', 'warn']) {
        const before = console[level];
        console[level] = (...words) => { say(level, words.map(String).join(' ')); before(...words); };
    }
    const error = console.error;
    console.error = (...words) => { complain(words.map(String).join(' ')); error(...words); };
    window.addEventListener('error', (e) => complain('error: ' + e.message));
    window.addEventListener('unhandledrejection', (e) => complain('rejection: ' + e.reason));
    document.addEventListener('securitypolicyviolation', (e) =>
        complain('policy: ' + e.effectiveDirective + ' ' + e.blockedURI));
}
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
        done(JSON.parse(localStorage.getItem('story-complaints') || '[]').map(({ what }) => what))));
";

/// Forgets what other tabs said from a moment on: a browser that ends a page in the middle of its
/// script may still call into it, and what a page says while it is torn down nobody can mend.
pub const FORGET_THE_DYING: &str = r"
    const [from_ms] = arguments;
    const all = JSON.parse(localStorage.getItem('story-complaints') || '[]');
    const own = sessionStorage['story-tab'];
    const kept = all.filter(({ at_ms, tab }) => tab === own || at_ms < from_ms);
    localStorage.setItem('story-complaints', JSON.stringify(kept));
";

/// All that went to the console, a line each.
pub const SAID: &str = "return JSON.parse(localStorage.getItem('story-said') || '[]').join('\\n')";

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
