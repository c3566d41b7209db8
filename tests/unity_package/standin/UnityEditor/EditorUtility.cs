using UnityEngine;

namespace UnityEditor
{
    public class EditorUtility
    {
        internal static bool ReloadRequested;

        public static void RequestScriptReload()
        {
            ReloadRequested = true;
        }

        public static Object InstanceIDToObject(int instanceID)
        {
            return World.Get(instanceID);
        }
    }
}
