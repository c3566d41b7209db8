namespace UnityEditor
{
    public class AssetDatabase
    {
        public static bool IsAssetImportWorkerProcess()
        {
            return false;
        }

        /// <summary>Compiles changed scripts, and with any change reloads the domain.</summary>
        public static void Refresh()
        {
            EditorUtility.ReloadRequested = true;
        }
    }
}
