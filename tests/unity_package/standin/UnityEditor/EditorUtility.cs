using System;
using UnityEngine;
using Object = UnityEngine.Object;

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

        public static bool IsPersistent(Object target)
        {
            return false;
        }

        public static GameObject CreateGameObjectWithHideFlags(string name, HideFlags flags, params Type[] components)
        {
            var made = new GameObject(name) { hideFlags = flags };
            foreach (Type each in components)
            {
                made.AddComponent(each);
            }
            return made;
        }

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
