package org.mayfly.client.session;

import org.mayfly.client.connection.Connection;
import org.mayfly.client.rest.DeviceCalls;

/** What is there while connected. */
record Line(Connection connection, DeviceCalls calls) {}
