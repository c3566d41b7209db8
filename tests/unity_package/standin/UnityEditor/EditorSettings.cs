using UnityEngine;

namespace UnityEditor
{
    public class EditorSettings : Object
    {
        EditorSettings()
        {
        }

        public static bool enterPlayModeOptionsEnabled { get; set; }
        public static EnterPlayModeOptions enterPlayModeOptions { get; set; }

        /// <summary>Whether play mode begins with a domain reload; it ends without one.</summary>
        internal static bool PlayModeReloads
        {
            get { return !enterPlayModeOptionsEnabled || (enterPlayModeOptions & EnterPlayModeOptions.DisableDomainReload) == 0; }
        }
    }
}
