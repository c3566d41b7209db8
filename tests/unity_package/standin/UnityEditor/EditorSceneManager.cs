using UnityEngine.SceneManagement;

namespace UnityEditor.SceneManagement
{
    public sealed class EditorSceneManager
    {
        EditorSceneManager()
        {
        }

        /// <summary>The stand-in has one scene, which is open.</summary>
        public static Scene OpenScene(string scenePath)
        {
            return SceneManager.GetActiveScene();
        }
    }
}
