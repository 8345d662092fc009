/** The only place that reads the installation's settings. */
@NullMarked
package org.mayfly.messaging.config;

import org.jspecify.annotations.NullMarked;
