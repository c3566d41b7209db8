using UnityEngine;

namespace UnityEditor
{
    public class EditorUtility
    {
        internal static bool ReloadRequested;

        public static bool scriptCompilationFailed { get; internal set; }

        public static void RequestScriptReload()
        {
            ReloadRequested = true;
        }

#if UNITY_6000_3 || UNITY_6000_5
        public static Object EntityIdToObject(EntityId entityId)
        {
            return World.Get((int)(entityId.Value - Object.EntityIds));
        }
#endif

        public static string OpenFilePanel(string title, string directory, string extension)
        {
            return ""; // nobody is there to choose
        }

        public static Object InstanceIDToObject(int instanceID)
        {
            return World.Get(instanceID);
        }
    }
}
