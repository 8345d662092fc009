/** What administrators did: a record of every change, without content. */
@NullMarked
package org.mayfly.messaging.audit;

import org.jspecify.annotations.NullMarked;
