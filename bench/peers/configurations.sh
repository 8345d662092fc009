# What each server is configured with; sourced by peers.sh. Everything listens on the loopback only, nothing speaks TLS but Mayfly.

configure_postgres() {
    local bin data=$BENCH_HOME/pg/data fresh=no database
    bin=$(pg_bin)
    mkdir -p "$BENCH_HOME/pg"
    chown postgres: "$BENCH_HOME/pg"
    if ! [ -e "$data/PG_VERSION" ]; then
        as postgres "$bin/initdb" -D "$data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 > "$BENCH_HOME/log/initdb.out"
        printf "include 'bench.conf'\n" >> "$data/postgresql.conf"
        fresh=yes
    fi
    cat > "$data/bench.conf" <<X
listen_addresses = '127.0.0.1'
port = $PORT_PG
unix_socket_directories = ''
synchronous_commit = on
fsync = on
shared_buffers = $PG_SHARED_BUFFERS
max_connections = 200
max_wal_size = 8GB
checkpoint_timeout = 30min
X
    [ $fresh = yes ] || return 0
    start_server pg
    for database in ejabof ejabpg bench; do sql -d postgres -c "create database $database"; done
    for database in ejabof ejabpg; do sql -d "$database" -f /usr/share/ejabberd/sql/pg.sql > /dev/null; done
    halt pg INT
}

configure_ejabberd() { # NAME PORT DIST_PORT ARCHIVE(yes|no)
    local name=$1 port=$2 dist=$3 dir=$BENCH_HOME/$1 archive="" room=""
    if [ "$4" = yes ]; then
        archive="  mod_mam: {default: always, assume_mam_usage: true}"
        room="mam: true, "
    fi
    mkdir -p "$dir"/{conf,log,spool}
    cat > "$dir/conf/ejabberd.yml" <<X
hosts: [localhost]
loglevel: warning
default_db: sql
auth_method: [sql]
auth_password_format: plain
sql_type: pgsql
sql_server: "127.0.0.1"
sql_port: $PORT_PG
sql_database: "$name"
sql_username: "postgres"
sql_password: "unused"
sql_pool_size: 20
new_sql_schema: false
listen:
  -
    port: $port
    ip: "127.0.0.1"
    module: ejabberd_c2s
    max_stanza_size: 262144
    shaper: none
    access: c2s
    starttls: false
acl:
  local: {user_regexp: ""}
access_rules:
  c2s: {allow: all}
  register: {allow: all}
  muc: {allow: all}
shaper_rules:
  max_user_sessions: 10
  max_user_offline_messages: 100000
registration_timeout: infinity
max_fsm_queue: 100000
modules:
  mod_disco: {}
  mod_register: {access: register, ip_access: all, welcome_message: {}}
  mod_offline: {access_max_user_messages: max_user_offline_messages}
$archive
  mod_stream_mgmt: {resend_on_timeout: true, max_ack_queue: 20000, queue_type: ram}
  mod_ping: {}
  mod_roster: {}
  mod_muc: {access: muc, access_create: muc, history_size: 0, max_users: 1000, max_users_presence: 1000, default_room_options: {${room}allow_subscription: true}}
X
    # a fixed distribution port makes ejabberd do without the port mapper
    cat > "$dir/conf/ejabberdctl.cfg" <<X
ERLANG_NODE=$name@localhost
POLL=true
ERL_MAX_PORTS=32000
ERL_PROCESSES=500000
ERL_DIST_PORT=$dist
INET_DIST_INTERFACE=127.0.0.1
X
    [ ! -e /etc/ejabberd/inetrc ] || cp /etc/ejabberd/inetrc "$dir/conf/"
    chown -R ejabberd: "$dir"
}

configure_prosody() {
    local dir=$BENCH_HOME/prosof
    mkdir -p "$dir/data"
    cat > "$dir/prosody.cfg.lua" <<X
data_path = "$dir/data"
plugin_paths = {}
modules_enabled = { "disco", "roster", "saslauth", "presence", "message", "iq", "offline", "c2s", "register_ibr", "ping", "smacks", "posix" }
modules_disabled = { "s2s", "tls", "http" }
daemonize = false
network_backend = "epoll"
interfaces = { "127.0.0.1" }
c2s_ports = { $PORT_PROSOF }
c2s_interfaces = { "127.0.0.1" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
allow_registration = true
registration_throttle_max = 100000
registration_throttle_period = 1
c2s_stanza_size_limit = 262144
gc = { mode = "generational" }
log = { warn = "$dir/prosody.log" }
storage = "internal"
VirtualHost "localhost"
Component "conference.localhost" "muc"
  restrict_room_creation = false
X
    chown -R prosody: "$dir"
}

configure_mosquitto() {
    local dir=$BENCH_HOME/mosq
    mkdir -p "$dir"
    cat > "$dir/mosquitto.conf" <<X
listener $PORT_MOSQ 127.0.0.1
allow_anonymous true
persistence true
persistence_location $dir/
autosave_interval 1
autosave_on_changes false
max_queued_messages 0
max_inflight_messages 1000
max_queued_bytes 0
log_dest file $dir/mosquitto.log
log_type error
log_type warning
X
    chown -R mosquitto: "$dir"
}

configure_rabbitmq() {
    local dir=$BENCH_HOME/rabbit
    mkdir -p "$dir"/{mnesia,log}
    cat > "$dir/rabbitmq.conf" <<X
listeners.tcp.local = 127.0.0.1:$PORT_RABBIT
loopback_users = none
vm_memory_high_watermark.absolute = 4GB
disk_free_limit.absolute = 1GB
X
    printf '[].\n' > "$dir/enabled_plugins"
    : > "$dir/rabbitmq-env.conf"
    chown -R rabbitmq: "$dir"
}
