<?xml version="1.0" encoding="UTF-8"?>
<!--
  Turns the domain.xml that Payara makes into Mayfly's, before the server runs for the first time: there is no moment
  with one of Payara's defaults. (A pre-boot command that fails is a line in a log; and several of these settings are
  ignored or unknown before boot.) system-tests/…/installation checks each against the running server.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" indent="yes" encoding="UTF-8"/>
  <xsl:strip-space elements="*"/>

  <!-- Address of the two listeners, their ports, and Payara's own port on loopback. -->
  <xsl:param name="listen"/>
  <xsl:param name="https-port"/>
  <xsl:param name="admin-port"/>
  <xsl:param name="control-port"/>
  <xsl:param name="database-url"/>
  <xsl:param name="database-user"/>
  <xsl:param name="memory"/>
  <xsl:param name="logs"/>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>
  <xsl:template match="comment()"/>

  <!-- No H2 anywhere: neither as the default data source nor for timers. One pool, for the role that owns nothing.
       Its tables are queues: empty at one moment, long at the next. Statistics of the empty one make PostgreSQL read whole tables,
       in parallel even, for each mailbox, or join by hash over all of a day; every statement of the relay has an index, row by row,
       so all else is ruled out. -->
  <xsl:variable name="planner">-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c max_parallel_workers_per_gather=0 -c jit=off</xsl:variable>
  <!-- Servers take turns at the mailboxes: one that vanishes in the middle of its turn gives it back within seconds. -->
  <xsl:variable name="turns">-c idle_in_transaction_session_timeout=15s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000</xsl:variable>
  <xsl:template match="resources">
    <resources>
      <jdbc-connection-pool name="mayfly" datasource-classname="org.postgresql.ds.PGSimpleDataSource" res-type="javax.sql.DataSource"
          steady-pool-size="4" max-pool-size="40" max-wait-time-in-millis="5000" idle-timeout-in-seconds="300"
          is-connection-validation-required="true" connection-validation-method="custom-validation"
          validation-classname="org.glassfish.api.jdbc.validation.PostgresConnectionValidation" validate-atmost-once-period-in-seconds="5"
          fail-all-connections="true" connection-creation-retry-attempts="2" connection-creation-retry-interval-in-seconds="1"
          transaction-isolation-level="read-committed" is-isolation-level-guaranteed="true" statement-timeout-in-seconds="60">
        <property name="URL" value="{$database-url}"/>
        <property name="user" value="{$database-user}"/>
        <property name="options" value="{$planner} {$turns}"/>
        <property name="password" value="${{ALIAS=mayfly-database}}"/>
      </jdbc-connection-pool>
      <jdbc-resource pool-name="mayfly" jndi-name="jdbc/mayfly"/>
      <jdbc-resource pool-name="mayfly" jndi-name="jdbc/__default" object-type="system-all"/>
    </resources>
  </xsl:template>
  <xsl:template match="servers/server">
    <server name="server" config-ref="server-config">
      <resource-ref ref="jdbc/mayfly"/>
      <resource-ref ref="jdbc/__default"/>
    </server>
  </xsl:template>

  <!-- The Data Grid is off; were it on, it would bind to loopback. -->
  <xsl:template match="hazelcast-runtime-configuration">
    <hazelcast-runtime-configuration start-port="5900" das-port="4900" auto-increment-port="true" das-bind-address="127.0.0.1"/>
  </xsl:template>

  <xsl:template match="config[@name='server-config']">
    <config name="server-config">
      <jms-service type="DISABLED" default-jms-host="default_JMS_host">
        <jms-host name="default_JMS_host" host="localhost" lazy-init="true"/>
      </jms-service>
      <phone-home-runtime-configuration enabled="false"/>
      <xsl:apply-templates select="node()"/>
      <microprofile-healthcheck-configuration enabled="false"/>
      <microprofile-openapi-configuration enabled="false"/>
    </config>
  </xsl:template>
  <xsl:template match="config[@name='server-config']/jms-service"/>
  <xsl:template match="config[@name='server-config']/hazelcast-config-specific-configuration">
    <hazelcast-config-specific-configuration enabled="false" clustering-enabled="false"/>
  </xsl:template>
  <xsl:template match="config[@name='server-config']/microprofile-metrics-configuration">
    <microprofile-metrics-configuration enabled="false"/>
  </xsl:template>
  <xsl:template match="config[@name='server-config']/iiop-service/iiop-listener"/>

  <xsl:template match="config[@name='server-config']/admin-service/jmx-connector">
    <jmx-connector enabled="false" auth-realm-name="admin-realm" security-enabled="false" address="127.0.0.1" port="8686" name="system"/>
  </xsl:template>
  <xsl:template match="config[@name='server-config']/admin-service/das-config"/>
  <xsl:template match="config[@name='server-config']/admin-service">
    <admin-service>
      <xsl:apply-templates select="@*"/>
      <xsl:apply-templates select="jmx-connector"/>
      <das-config autodeploy-enabled="false" dynamic-reload-enabled="false"/>
      <xsl:apply-templates select="property"/>
      <property name="adminConsoleStartup" value="NEVER"/>
    </admin-service>
  </xsl:template>

  <!-- The access log: when, method, answer, bytes, time taken; six days. No address, no agent, and no path: some name a person's id. -->
  <xsl:template match="config[@name='server-config']/http-service">
    <http-service access-logging-enabled="true">
      <access-log format="%datetime% %http-method% %status% %response.length% %time-taken%" max-history-files="5"
          rotation-enabled="true" rotation-interval-in-minutes="1440" rotation-policy="time" buffer-size-bytes="32768" write-interval-seconds="10"/>
      <!-- Payara's error page names product and version: answers outside the application have no body. -->
      <virtual-server id="server" network-listeners="messenger,portal" access-log="{$logs}/access">
        <property name="errorReportValve" value=""/>
      </virtual-server>
      <virtual-server id="__asadmin" network-listeners="admin-listener" access-log="{$logs}/access"/>
    </http-service>
  </xsl:template>

  <xsl:template match="config[@name='server-config']/network-config">
    <network-config>
      <protocols>
        <xsl:call-template name="origin"><xsl:with-param name="name">messenger</xsl:with-param></xsl:call-template>
        <xsl:call-template name="origin"><xsl:with-param name="name">portal</xsl:with-param></xsl:call-template>
        <protocol name="admin-listener">
          <http default-virtual-server="__asadmin" max-connections="50" encoded-slash-enabled="true" xpowered-by="false" server-header="false">
            <file-cache enabled="false"/>
          </http>
        </protocol>
      </protocols>
      <network-listeners>
        <network-listener address="{$listen}" port="{$https-port}" protocol="messenger" transport="tcp" name="messenger" thread-pool="http-thread-pool"/>
        <network-listener address="{$listen}" port="{$admin-port}" protocol="portal" transport="tcp" name="portal" thread-pool="portal-thread-pool"/>
        <network-listener address="127.0.0.1" port="{$control-port}" protocol="admin-listener" transport="tcp" name="admin-listener" thread-pool="admin-thread-pool"/>
      </network-listeners>
      <transports>
        <transport name="tcp" max-connections-count="12000"/>
      </transports>
    </network-config>
  </xsl:template>

  <!-- One kind of listener for both origins: TLS 1.3 only, HTTP/2, nothing said about what serves. -->
  <xsl:template name="origin">
    <xsl:param name="name"/>
    <protocol name="{$name}" security-enabled="true">
      <http default-virtual-server="server" max-connections="250" xpowered-by="false" server-header="false" trace-enabled="false"
          timeout-seconds="30" request-timeout-seconds="120" header-buffer-length-bytes="8192" max-form-post-size-bytes="1048576" max-post-size-bytes="8388608"
          http2-enabled="true" websockets-support-enabled="true">
        <file-cache enabled="false"/>
      </http>
      <ssl classname="com.sun.enterprise.security.ssl.GlassfishSSLImpl" cert-nickname="mayfly" key-store-type="PKCS12"
          tls12-enabled="false" tls13-enabled="true" handshake-timeout-millis="10000"/>
    </protocol>
  </xsl:template>

  <!-- Payara's own default of five http threads is stopped for good by six slow readers. -->
  <xsl:template match="config[@name='server-config']/thread-pools">
    <thread-pools>
      <thread-pool name="admin-thread-pool" min-thread-pool-size="1" max-thread-pool-size="8" max-queue-size="64"/>
      <thread-pool name="http-thread-pool" min-thread-pool-size="16" max-thread-pool-size="200" max-queue-size="4096"/>
      <thread-pool name="portal-thread-pool" min-thread-pool-size="2" max-thread-pool-size="32" max-queue-size="256"/>
      <thread-pool name="thread-pool-1" min-thread-pool-size="2" max-thread-pool-size="50"/>
    </thread-pools>
  </xsl:template>

  <xsl:template match="config[@name='server-config']/java-config">
    <java-config system-classpath="" classpath-suffix="">
      <xsl:apply-templates select="jvm-options"/>
      <jvm-options>-Xmx<xsl:value-of select="$memory"/>m</jvm-options>
      <jvm-options>-XX:-HeapDumpOnOutOfMemoryError</jvm-options>
      <jvm-options>-XX:+ExitOnOutOfMemoryError</jvm-options>
      <jvm-options>-Dhazelcast.phone.home.enabled=false</jvm-options>
      <jvm-options>-Djdk.tls.ephemeralDHKeySize=2048</jvm-options>
      <jvm-options>-Djava.net.preferIPv4Stack=false</jvm-options>
      <jvm-options>-Duser.timezone=UTC</jvm-options>
      <jvm-options>-Dfile.encoding=UTF-8</jvm-options>
    </java-config>
  </xsl:template>
  <!-- The heap is set above; the OSGi shell, its telnet port and the folder watched for bundles are not wanted. -->
  <xsl:template match="config[@name='server-config']/java-config/jvm-options[
      starts-with(., '-Xmx') or starts-with(., '-Dosgi.shell') or starts-with(., '-Djdbc.drivers') or
      starts-with(., '-Dorg.glassfish.additionalOSGiBundlesToStart')]"/>
</xsl:stylesheet>
