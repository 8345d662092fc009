package org.mayfly.protocol.client;

import org.mayfly.protocol.Suite;

/**
 * What the network's policy in force allows.
 *
 * @param maximum the longest life of a message
 * @param classicalSuiteAllowed suite 0x0001, between devices of which one can't do better
 */
public record NetworkPolicy(Lifetime maximum, boolean classicalSuiteAllowed) {

    public boolean allows(Suite suite) {
        return suite != Suite.CLASSICAL || classicalSuiteAllowed;
    }
}
