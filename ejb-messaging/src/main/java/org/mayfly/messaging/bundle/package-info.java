/** What brings an account back: bundles in the database, and the seeds outside it without which none of them opens. */
@NullMarked
package org.mayfly.messaging.bundle;

import org.jspecify.annotations.NullMarked;
