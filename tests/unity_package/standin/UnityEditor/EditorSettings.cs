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

        /// <summary>Whether entering and leaving play mode reloads the domain.</summary>
        internal static bool PlayModeReloads
        {
            get { return !enterPlayModeOptionsEnabled || (enterPlayModeOptions & EnterPlayModeOptions.DisableDomainReload) == 0; }
        }
    }
}
