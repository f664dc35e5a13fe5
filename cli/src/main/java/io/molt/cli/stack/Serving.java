package io.molt.cli.stack;

import io.molt.engine.Engine;
import io.molt.proxy.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;

/** What answers agents, where learning runs in processes of its own: engine and proxy. */
public final class Serving implements AutoCloseable {

    private final Engine engine;
    private final Proxy proxy;
    private final SkillFiles files;

    private Serving(Engine engine, Proxy proxy, SkillFiles files) {
        this.engine = engine;
        this.proxy = proxy;
        this.files = files;
    }

    /**
     * Starts both, and returns when the first request can be answered.
     *
     * @param skills where a SKILL.md per skill is kept for people to read
     */
    public static Serving start(StackConfig config, Path skills, InstantSource clock) throws Exception {
        Engine engine = Engine.start(config.engine());
        try {
            Proxy proxy = Proxy.start(config.proxy(), clock);
            return new Serving(
                    engine,
                    proxy,
                    SkillFiles.follow(skills, config.jobs().kafka().brokers()));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    @Override
    public void close() throws Exception {
        files.close();
        proxy.close();
        engine.close();
    }
}
