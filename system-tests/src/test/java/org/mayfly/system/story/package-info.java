/**
 * The main job as people do it: an administrator in the portal, two colleagues in browsers of their own, a third at the
 * command line. Tests wait for what a person would see, never for time.
 */
@NullMarked
package org.mayfly.system.story;

import org.jspecify.annotations.NullMarked;
