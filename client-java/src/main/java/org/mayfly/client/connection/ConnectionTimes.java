package org.mayfly.client.connection;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What tells a connection the time, and when to speak. */
public record ConnectionTimes(Clock clock, ScheduledExecutorService timer) {}
