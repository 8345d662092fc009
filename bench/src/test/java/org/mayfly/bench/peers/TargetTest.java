package org.mayfly.bench.peers;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetTest {

    private final Properties peers = new Properties();
    private final EventLoop loop = new EventLoop();

    private Target parse(String line) throws Exception {
        peers.setProperty("one", line);
        return Target.parse("one", peers, loop, 1024);
    }

    @Test
    void a_line_names_server_database_and_commands() throws Exception {
        var target = parse("xmpp|127.0.0.1|5222|localhost|run/a.pid, run/db.pid|kill it @@ start it");
        assertThat(target.peer().name()).isEqualTo("one");
        assertThat(target.pidFiles()).containsExactly(Path.of("run/a.pid"), Path.of("run/db.pid"));
        assertThat(target.killCommand()).isEqualTo("kill it");
        assertThat(target.startCommand()).isEqualTo("start it");
    }

    @Test
    void base64_makes_a_body_of_xmpp_a_third_longer() throws Exception {
        var xmpp = parse("xmpp|h|1|d|a.pid|@@").peer().wireBytes();
        var mqtt = parse("mqtt|h|1|-|a.pid|@@").peer().wireBytes();
        assertThat(xmpp - mqtt).isGreaterThan(1024 / 3);
    }

    @Test
    void an_unknown_peer_a_short_line_and_an_unknown_kind_are_refused_by_name() {
        assertThatThrownBy(() -> Target.parse("two", peers, loop, 1024)).hasMessageContaining("two");
        assertThatThrownBy(() -> parse("xmpp|127.0.0.1|5222")).hasMessageContaining("one");
        assertThatThrownBy(() -> parse("smtp|h|25|-|a.pid|@@")).hasMessageContaining("xmpp, mqtt, amqp or mayfly");
    }
}
