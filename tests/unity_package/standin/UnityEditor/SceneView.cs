using UnityEngine;

namespace UnityEditor
{
    /// <summary>None is ever open here, but by a test.</summary>
    public class SceneView : SearchableEditorWindow
    {
        internal static SceneView Open;

        public static SceneView lastActiveSceneView
        {
            get { return Open; }
        }

        public Camera camera { get; internal set; }
    }
}
