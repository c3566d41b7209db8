using System.Linq;

namespace UnityEngine
{
    /// <summary>Draws its background, and nothing else.</summary>
    public sealed class Camera : Behaviour
    {
        public Camera()
        {
            fieldOfView = 60f;
            clearFlags = CameraClearFlags.Skybox;
            backgroundColor = new Color(0.192f, 0.302f, 0.475f, 0f);
            nearClipPlane = 0.3f;
            farClipPlane = 1000f;
            cullingMask = -1;
            orthographicSize = 5f;
        }

        public static Camera[] allCameras
        {
            get { return World.All().OfType<Camera>().Where(each => each.isActiveAndEnabled).ToArray(); }
        }

        public float fieldOfView { get; set; }
        public float nearClipPlane { get; set; }
        public float farClipPlane { get; set; }
        public float depth { get; set; }
        public int cullingMask { get; set; }
        public int targetDisplay { get; set; }
        public bool orthographic { get; set; }
        public float orthographicSize { get; set; }
        public CameraClearFlags clearFlags { get; set; }
        public Color backgroundColor { get; set; }
        public RenderTexture targetTexture { get; set; }

        public void Render()
        {
            if (clearFlags == CameraClearFlags.Skybox || clearFlags == CameraClearFlags.SolidColor)
            {
                targetTexture.Fill = backgroundColor;
            }
        }
    }
}
