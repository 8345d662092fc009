package org.mayfly.launcher.payara;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.config.Settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class DomainXmlTest {
    private static final String PAYARAS = """
            <domain>
              <hazelcast-runtime-configuration start-port="5900"/>
              <resources><jdbc-connection-pool name="H2Pool" datasource-classname="org.h2.jdbcx.JdbcDataSource"/></resources>
              <servers><server name="server" config-ref="server-config"/></servers>
              <configs>
                <config name="server-config">
                  <http-service><virtual-server id="server" network-listeners="http-listener-1"/></http-service>
                  <iiop-service><iiop-listener address="0.0.0.0" port="3700" id="orb-listener-1"/></iiop-service>
                  <admin-service><jmx-connector address="0.0.0.0" port="8686" name="system"/></admin-service>
                  <hazelcast-config-specific-configuration/>
                  <microprofile-metrics-configuration/>
                  <java-config><jvm-options>-Xmx512m</jvm-options><jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options><jvm-options>-server</jvm-options></java-config>
                  <network-config><network-listeners><network-listener port="8080" name="http-listener-1"/></network-listeners></network-config>
                  <thread-pools><thread-pool name="http-thread-pool"/></thread-pools>
                </config>
              </configs>
            </domain>
            """;

    @TempDir
    private Path folder;

    private String rewritten() throws Exception {
        Path file = Files.writeString(folder.resolve("domain.xml"), PAYARAS);
        Settings settings = Settings.parse(Map.of("MAYFLY_MEMORY", "2048"), folder);
        DomainXml.rewrite(
                file,
                DomainParameters.of(settings, 4848, "jdbc:postgresql://127.0.0.1:5432/mayfly", "mayfly_app", folder));
        return Files.readString(file);
    }

    @Test
    void nothing_is_bound_to_all_addresses() throws Exception {
        assertThat(rewritten())
                .doesNotContain("0.0.0.0")
                .doesNotContain("8080")
                .doesNotContain("iiop-listener")
                .contains("address=\"127.0.0.1\" port=\"8443\"")
                .contains("address=\"127.0.0.1\" port=\"8444\"")
                .contains("address=\"127.0.0.1\" port=\"4848\"");
    }

    @Test
    void what_is_not_used_is_off() throws Exception {
        assertThat(rewritten())
                .contains("<jms-service type=\"DISABLED\"")
                .contains("<phone-home-runtime-configuration enabled=\"false\"")
                .contains("<hazelcast-config-specific-configuration enabled=\"false\"")
                .contains("<microprofile-metrics-configuration enabled=\"false\"")
                .contains("<microprofile-healthcheck-configuration enabled=\"false\"")
                .contains("<microprofile-openapi-configuration enabled=\"false\"")
                .contains("<jmx-connector enabled=\"false\"")
                .doesNotContain("telnet")
                .doesNotContain("h2");
    }

    @Test
    void no_statement_of_the_relay_reads_a_whole_table_because_it_was_empty_once() throws Exception {
        assertThat(options())
                .contains("enable_seqscan=off", "enable_bitmapscan=off", "enable_hashjoin=off", "enable_mergejoin=off")
                .contains("max_parallel_workers_per_gather=0", "jit=off");
    }

    @Test
    void a_server_that_vanishes_gives_its_turn_at_the_mailboxes_back_within_seconds() throws Exception {
        assertThat(options())
                .contains("idle_in_transaction_session_timeout=15s", "tcp_user_timeout=20000")
                .contains("tcp_keepalives_idle=10", "tcp_keepalives_interval=5", "tcp_keepalives_count=3");
    }

    private List<String> options() throws Exception {
        var value = Pattern.compile("name=\"options\" value=\"([^\"]*)\"").matcher(rewritten());
        assertThat(value.find()).isTrue();
        return List.of(value.group(1).replaceFirst("^-c ", "").split(" -c ", -1));
    }

    @Test
    void the_pool_names_its_password_and_does_not_hold_it() throws Exception {
        assertThat(rewritten()).contains("name=\"password\" value=\"${ALIAS=mayfly-database}\"");
    }

    @Test
    void the_heap_is_the_operators_and_never_dumped() throws Exception {
        assertThat(rewritten())
                .contains("-Xmx2048m")
                .doesNotContain("-Xmx512m")
                .contains("-XX:-HeapDumpOnOutOfMemoryError");
    }

    @Test
    void only_tls_1_3_is_spoken_and_nothing_tells_what_serves() throws Exception {
        assertThat(rewritten())
                .contains("tls12-enabled=\"false\"")
                .contains("tls13-enabled=\"true\"")
                .contains("xpowered-by=\"false\"")
                .doesNotContain("server-header=\"true\"")
                .contains("name=\"errorReportValve\" value=\"\"");
    }
}
