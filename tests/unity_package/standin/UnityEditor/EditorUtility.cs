using System;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityEditor
{
    public class EditorUtility
    {
        internal static bool ReloadRequested;

        public static bool scriptCompilationFailed { get; internal set; }

        /// <summary>What the progress bar shows; empty where there is none.</summary>
        internal static string Progress = "";

        /// <summary>Whether its user presses Cancel.</summary>
        internal static bool CancelsProgress;

        public static bool DisplayCancelableProgressBar(string title, string info, float progress)
        {
            Progress = title + ": " + info;
            return CancelsProgress;
        }

        public static void ClearProgressBar()
        {
            Progress = "";
        }

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
