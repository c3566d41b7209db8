using UnityEngine;

namespace UnityEditor
{
    public class PreviewRenderUtility
    {
        readonly GameObject owner = EditorUtility.CreateGameObjectWithHideFlags(
            "Preview", HideFlags.HideAndDontSave, typeof(Camera), typeof(Light));

        public Camera camera
        {
            get { return owner.GetComponent<Camera>(); }
        }

        public Light[] lights
        {
            get { return new[] { owner.GetComponent<Light>() }; }
        }

        public Color ambientColor { get; set; }

        public void BeginPreview(Rect r, GUIStyle previewBackground)
        {
        }

        public void DrawMesh(Mesh mesh, Matrix4x4 matrix, Material mat, int subMeshIndex)
        {
        }

        public void Render(bool allowScriptableRenderPipeline = false, bool updatefov = true)
        {
            camera.Render();
        }

        public Texture EndPreview()
        {
            return null;
        }

        public void Cleanup()
        {
            Object.DestroyImmediate(owner);
        }
    }
}
