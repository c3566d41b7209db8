using UnityEngine;

namespace UnityEditor
{
    public class AssetDatabase
    {
        public static bool IsAssetImportWorkerProcess()
        {
            return false;
        }

        public static T GetBuiltinExtraResource<T>(string path) where T : Object
        {
            return (T)(Object)new Material { name = path };
        }

        /// <summary>Compiles changed scripts, and with any change reloads the domain.</summary>
        public static void Refresh()
        {
            EditorUtility.ReloadRequested = true;
        }
    }
}
