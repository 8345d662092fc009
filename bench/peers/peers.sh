#!/usr/bin/env bash
# Installs, configures, starts and stops the messaging servers that Mayfly is compared with, and plays a load against them.
# usage: peers.sh setup | start [PEER...] | stop [PEER...] | status | limits
#        peers.sh online|offline|room|idle|crash PEER[,PEER...] [-Dname=value...]
#        peers.sh kill PEER      kill -9 of one server, used by the crash scenario
# bench/README.md says what is measured and what can be set.
set -euo pipefail

BENCH_HOME=${BENCH_HOME:-${TMPDIR:-/tmp}/mayfly-bench}
[ "${BENCH_HOME#/}" != "$BENCH_HOME" ] || BENCH_HOME=$PWD/$BENCH_HOME

# All listeners are on the loopback. Every port can be set from outside.
PORT_PG=${PORT_PG:-15432}
PORT_EPMD=${PORT_EPMD:-15200}               # Erlang port mapper, needed by RabbitMQ
PORT_EJABOF=${PORT_EJABOF:-15210}
PORT_EJABOF_DIST=${PORT_EJABOF_DIST:-15211} # Erlang distribution
PORT_EJABPG=${PORT_EJABPG:-15220}
PORT_EJABPG_DIST=${PORT_EJABPG_DIST:-15221}
PORT_PROSOF=${PORT_PROSOF:-15230}
PORT_MOSQ=${PORT_MOSQ:-15240}
PORT_RABBIT=${PORT_RABBIT:-15250}
PORT_RABBIT_DIST=${PORT_RABBIT_DIST:-15251}
PORT_MAYFLY=${PORT_MAYFLY:-15260}
PORT_MAYFLY_ADMIN=${PORT_MAYFLY_ADMIN:-15261}

PEERS="mayfly ejabof ejabpg prosof mosq rabbit rabbitq"
PG_SHARED_BUFFERS=${PG_SHARED_BUFFERS:-1GB}
OPEN_FILES=${OPEN_FILES:-20000}             # per server; the idle scenario needs more than its number of connections
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*"; }
die() { printf 'peers.sh: %s\n' "$*" >&2; exit 1; }
need_root() { [ "$(id -u)" = 0 ] || die "run $1 as root: each server runs under the user of its own package"; }
as() { local user=$1; shift; setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --inh-caps=-all -- "$@"; }
pg_bin() {
    local dirs=(/usr/lib/postgresql/*/bin)
    [ -x "${dirs[0]}/postgres" ] || die "no PostgreSQL found, run 'setup' first"
    printf '%s\n' "${dirs[@]}" | sort -V | tail -1
}
sql() { psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$PORT_PG" -U postgres "$@"; }

# ---------------------------------------------------------------- setup

setup() {
    need_root setup
    case $BENCH_HOME$HERE in *[\'\"\|,[:space:]]*) die "no blanks, quotes, commas or bars in the folder names, please: $BENCH_HOME $HERE" ;; esac
    install_packages
    if [ -e "$BENCH_HOME" ] && ! [ -O "$BENCH_HOME" ]; then die "$BENCH_HOME belongs to somebody else"; fi
    mkdir -p "$BENCH_HOME"/{run,log}
    chmod 755 "$BENCH_HOME" "$BENCH_HOME"/{run,log}
    as ejabberd test -x "$BENCH_HOME" || die "the server users cannot enter $BENCH_HOME; choose another BENCH_HOME"
    configure_postgres
    configure_ejabberd ejabof "$PORT_EJABOF" "$PORT_EJABOF_DIST" no
    configure_ejabberd ejabpg "$PORT_EJABPG" "$PORT_EJABPG_DIST" yes
    configure_prosody
    configure_mosquitto
    configure_rabbitmq
    configure_mayfly
    write_peers_file
    say "ready: $BENCH_HOME"
}

install_packages() {
    local package missing=()
    for package in ejabberd erlang-p1-pgsql prosody mosquitto rabbitmq-server postgresql procps openssl curl; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    # keep the packages from starting their own, non-loopback services
    local policy=/usr/sbin/policy-rc.d made_policy=no rc=0
    if ! [ -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod 755 "$policy"; made_policy=yes; fi
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } || rc=$?
    [ $made_policy = no ] || rm -f "$policy"
    [ $rc = 0 ] || die "apt-get failed ($rc)"
}

write_peers_file() {
    local pids=$BENCH_HOME/run command
    control() { printf "BENCH_HOME='%s' bash '%s/peers.sh' kill %s @@ BENCH_HOME='%s' bash '%s/peers.sh' start %s" "$BENCH_HOME" "$HERE" "$1" "$BENCH_HOME" "$HERE" "$1"; }
    cat > "$BENCH_HOME/peers.properties" <<X
# NAME = kind|host|port|argument|pid files|kill command @@ start command       (written by peers.sh setup)
# kind: xmpp, mqtt, amqp or mayfly. argument: XMPP domain, queue type, data folder; - where unused.
# pid files, comma-separated: the first is the server, the others are its database.
mayfly = mayfly|localhost|$PORT_MAYFLY|$MAYFLY_DATA|$MAYFLY_DATA/run/payara.pid,$MAYFLY_DATA/run/postgresql.pid|$(control mayfly)
ejabof = xmpp|127.0.0.1|$PORT_EJABOF|localhost|$pids/ejabof.pid,$pids/pg.pid|$(control ejabof)
ejabpg = xmpp|127.0.0.1|$PORT_EJABPG|localhost|$pids/ejabpg.pid,$pids/pg.pid|$(control ejabpg)
prosof = xmpp|127.0.0.1|$PORT_PROSOF|localhost|$pids/prosof.pid|$(control prosof)
mosq = mqtt|127.0.0.1|$PORT_MOSQ|-|$pids/mosq.pid|$(control mosq)
rabbit = amqp|127.0.0.1|$PORT_RABBIT|classic|$pids/rabbit.pid|$(control rabbit)
rabbitq = amqp|127.0.0.1|$PORT_RABBIT|quorum|$pids/rabbit.pid|$(control rabbitq)
X
}

# ---------------------------------------------------------------- start and stop

start_server() {
    local dir=$BENCH_HOME/$1
    case $1 in
        pg) launch pg postgres "$PORT_PG" "$dir" "$(pg_bin)/postgres" -D "$dir/data"
            for try in $(seq 40); do sql -d postgres -c 'select 1' > /dev/null 2>&1 && return; sleep 0.25; done
            die "PostgreSQL does not answer, see $BENCH_HOME/log/pg.out" ;;
        ejabof|ejabpg)
            start_server pg
            launch "$1" ejabberd "$(port_of "$1")" "$dir" env HOME="$dir" EJABBERD_PID_PATH="$dir/ejabberd.pid" \
                /usr/sbin/ejabberdctl --config-dir "$dir/conf" --logs "$dir/log" --spool "$dir/spool" foreground ;;
        prosof) launch prosof prosody "$PORT_PROSOF" "$dir" /usr/bin/prosody --config "$dir/prosody.cfg.lua" -F ;;
        mosq) launch mosq mosquitto "$PORT_MOSQ" "$dir" /usr/sbin/mosquitto -c "$dir/mosquitto.conf" ;;
        epmd) launch epmd rabbitmq "$PORT_EPMD" "$BENCH_HOME/rabbit" /usr/bin/epmd -port "$PORT_EPMD" -address 127.0.0.1 ;;
        rabbit|rabbitq)
            dir=$BENCH_HOME/rabbit
            start_server epmd
            # RUNNING_UNDER_SYSTEMD: no shell stays in front of the server
            launch rabbit rabbitmq "$PORT_RABBIT" "$dir" env HOME="$dir" RUNNING_UNDER_SYSTEMD=true \
                ERL_EPMD_PORT="$PORT_EPMD" ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_DIST_PORT="$PORT_RABBIT_DIST" \
                RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
                RABBITMQ_NODENAME=bench@localhost RABBITMQ_CONF_ENV_FILE="$dir/rabbitmq-env.conf" \
                RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" \
                RABBITMQ_MNESIA_BASE="$dir/mnesia" RABBITMQ_LOG_BASE="$dir/log" RABBITMQ_PID_FILE="$dir/rabbitmq.pid" \
                /usr/lib/rabbitmq/bin/rabbitmq-server ;;
        mayfly) start_mayfly ;;
        *) die "no peer '$1'; there are: $PEERS" ;;
    esac
}
port_of() { case $1 in ejabof) echo "$PORT_EJABOF" ;; ejabpg) echo "$PORT_EJABPG" ;; esac; }

start() {
    need_root start
    [ -e "$BENCH_HOME/peers.properties" ] || die "run 'setup' first"
    local peer
    for peer in ${*:-$PEERS}; do start_server "$peer"; done
}

# stop without names stops everything, the database last
stop() {
    need_root stop
    local peer
    for peer in ${*:-$PEERS epmd pg}; do
        case $peer in
            pg) halt pg INT ;; # fast shutdown
            rabbitq) halt rabbit ;;
            mayfly) stop_mayfly ;;
            ejabof|ejabpg|prosof|mosq|rabbit|epmd) halt "$peer" ;;
            *) die "no peer '$peer'" ;;
        esac
    done
}

kill_peer() {
    need_root kill
    local name=$1 pid
    [ "$name" != rabbitq ] || name=rabbit
    [ "$name" != mayfly ] || { kill_mayfly; return; }
    pid=$(running "$name") || die "$name does not run"
    kill -KILL "$pid"
    while running "$name" > /dev/null; do sleep 0.05; done
}

status() {
    local name pid
    for name in pg epmd ejabof ejabpg prosof mosq rabbit; do
        if pid=$(running "$name"); then say "$name runs (pid $pid)"; else say "$name -"; fi
    done
    if mayfly_runs; then say "mayfly runs (pid $(mayfly_pid))"; else say "mayfly -"; fi
}

# ---------------------------------------------------------------- the load

play() { # SCENARIO PEERS OPTIONS...
    local scenario=$1 peers=$2 built=$HERE/../target/peers.classpath
    shift 2
    [ -e "$BENCH_HOME/peers.properties" ] || die "run 'setup' first"
    [ -e "$built" ] || die "the load is not built: mvn -q -Ppeers -pl bench -am package -DskipTests"
    java -Xmx1g "$@" -cp "$HERE/../target/classes:$(cat "$built")" org.mayfly.bench.peers.Main \
        "$BENCH_HOME/peers.properties" "$BENCH_HOME/results.tsv" "$scenario" "$peers"
}

for part in processes configurations mayfly limits; do
    # shellcheck source=/dev/null
    . "$HERE/$part.sh"
done
command=${1:-}
[ $# = 0 ] || shift
case $command in
    setup|start|stop|status|limits) $command "$@" ;;
    kill) [ $# = 1 ] || die "kill needs one peer"; kill_peer "$1" ;;
    online|offline|room|idle|crash) [ $# -gt 0 ] || die "$command needs peers"; play "$command" "$@" ;;
    *) sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
