using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using UnityEditor;
using UnityEngine;
using UnityEngine.Rendering;
using Component = UnityEngine.Component;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>
    /// Draws pictures for <c>unity.screenshot</c>. Public only because Python sees nothing else; not for users. Main thread.
    /// </summary>
    /// <remarks>
    /// Each method writes width × height × 4 bytes to an address: red, green, blue, alpha in sRGB, lower left first. What it
    /// changes for a picture (where a camera draws to, what is hidden) is not serialised, recorded nowhere, and put back; what
    /// it makes is hidden, is not saved, and is destroyed.
    /// </remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static class PictureTaker
    {
        const float Angle = 30f; // of view, up and down, in degrees; a guess: narrow, so that shapes are not distorted
        const float Margin = 1.05f;
        static readonly Vector3 Look = new Vector3(-1f, -0.7f, -1f); // where Unity's scene view looks at first
        static readonly Color Grey = new Color(0.278f, 0.278f, 0.278f, 1f); // the scene view's background

        /// <summary>Whether there is a graphics card to draw with: not with -nographics.</summary>
        public static bool CanDraw
        {
            get { return SystemInfo.graphicsDeviceType != GraphicsDeviceType.Null; }
        }

        /// <summary>The camera of the scene view that was used last; null if none is open.</summary>
        public static Camera SceneCamera()
        {
            SceneView view = SceneView.lastActiveSceneView;
            return view == null ? null : view.camera;
        }

        /// <summary>What cameras see, each drawing over the ones before it.</summary>
        /// <param name="transparent">Whether the first one leaves out its background.</param>
        public static void ThroughCameras(Camera[] cameras, int width, int height, bool transparent, long address)
        {
            using (var target = new PictureTarget(width, height, !transparent))
            {
                for (int i = 0; i < cameras.Length; i++)
                {
                    Draw(cameras[i], target, transparent && i == 0);
                }
                target.Read(address);
            }
        }

        /// <summary>An object with everything below it, framed, without what stands around it.</summary>
        public static void Alone(GameObject root, int width, int height, bool transparent, long address)
        {
            Renderer[] own = root.GetComponentsInChildren<Renderer>().Where(each => each.enabled).ToArray();
            if (own.Length == 0)
            {
                throw new ArgumentException(root.name + " has no enabled renderer");
            }
            Bounds bounds = own[0].bounds;
            foreach (Renderer each in own)
            {
                bounds.Encapsulate(each.bounds);
            }
            if (!(bounds.center.magnitude + bounds.extents.magnitude < float.PositiveInfinity)) // as NaN is not
            {
                throw new ArgumentException(root.name + " stands nowhere: its place or its size is not a number");
            }
            var hidden = new List<Renderer>();
            var made = new List<GameObject>();
            try
            {
                foreach (Renderer each in InScenes<Renderer>().Except(own).Where(each => !each.forceRenderingOff))
                {
                    each.forceRenderingOff = true;
                    hidden.Add(each);
                }
                Camera camera = Hidden<Camera>("Picture Camera", made);
                Frame(camera, bounds, (float)width / height, own.All(each => each is SpriteRenderer));
                if (!InScenes<Light>().Any(each => each.isActiveAndEnabled))
                {
                    Light light = Hidden<Light>("Picture Light", made);
                    light.type = LightType.Directional;
                    light.transform.rotation = camera.transform.rotation;
                }
                ThroughCameras(new[] { camera }, width, height, transparent, address);
            }
            finally
            {
                foreach (Renderer each in hidden)
                {
                    each.forceRenderingOff = false;
                }
                foreach (GameObject each in made)
                {
                    Object.DestroyImmediate(each);
                }
            }
        }

        /// <summary>A mesh with a material; without a mesh a sphere, without a material the pipeline's own.</summary>
        public static void Model(Mesh mesh, Material material, int width, int height, long address)
        {
            mesh = mesh != null ? mesh : Resources.GetBuiltinResource<Mesh>("Sphere.fbx");
            material = material != null ? material : DefaultMaterial();
            var preview = new PreviewRenderUtility();
            try
            {
                Frame(preview.camera, mesh.bounds, (float)width / height, false);
                preview.lights[0].intensity = 1.2f;
                preview.lights[0].transform.rotation = Quaternion.Euler(50f, 180f, 0f);
                preview.ambientColor = Grey;
                using (var target = new PictureTarget(width, height, true))
                {
                    preview.BeginPreview(new Rect(0, 0, width, height), GUIStyle.none);
                    for (int i = 0; i < mesh.subMeshCount; i++)
                    {
                        preview.DrawMesh(mesh, Matrix4x4.identity, material, i);
                    }
                    preview.camera.targetTexture = target.Texture; // the preview's own is not of this size
                    preview.Render(true, false);
                    preview.camera.targetTexture = null;
                    preview.EndPreview();
                    target.Read(address);
                }
            }
            finally
            {
                preview.Cleanup();
            }
        }

        /// <summary>A part of a texture, whether or not scripts can read it: the graphics card copies it.</summary>
        /// <param name="x">Left edge of the part, from 0 to 1; likewise the others.</param>
        public static void OfTexture(Texture texture, float x, float y, float wide, float tall, int width, int height, long address)
        {
            using (var target = new PictureTarget(width, height, false))
            {
                Graphics.Blit(texture, target.Texture, new Vector2(wide, tall), new Vector2(x, y));
                target.Read(address);
            }
        }

        /// <summary>How a grey of 128 comes out: another number means that pictures have the wrong gamma.</summary>
        public static void Test(long address)
        {
            var made = new List<GameObject>();
            try
            {
                Camera camera = Hidden<Camera>("Picture Test", made);
                camera.cullingMask = 0;
                camera.clearFlags = CameraClearFlags.SolidColor;
                camera.backgroundColor = new Color(128 / 255f, 128 / 255f, 128 / 255f, 1f);
                ThroughCameras(new[] { camera }, 1, 1, false, address);
            }
            finally
            {
                made.ForEach(Object.DestroyImmediate);
            }
        }

        static void Draw(Camera camera, PictureTarget target, bool transparent)
        {
            RenderTexture before = camera.targetTexture;
            CameraClearFlags flags = camera.clearFlags;
            Color background = camera.backgroundColor;
            try
            {
                camera.targetTexture = target.Texture;
                if (transparent)
                {
                    camera.clearFlags = CameraClearFlags.SolidColor;
                    camera.backgroundColor = Color.clear;
                }
                camera.Render();
            }
            finally
            {
                camera.targetTexture = before;
                if (transparent)
                {
                    camera.clearFlags = flags;
                    camera.backgroundColor = background;
                }
            }
        }

        /// <summary>Puts a camera where it sees a box whole, and nothing before or behind it.</summary>
        static void Frame(Camera camera, Bounds bounds, float aspect, bool isFlat)
        {
            float radius = Mathf.Max(bounds.extents.magnitude, 0.001f) * Margin;
            Vector3 direction = isFlat ? new Vector3(0, 0, 1) : Look;
            float distance = radius * 2f;
            if (isFlat)
            {
                camera.orthographic = true;
                camera.orthographicSize = Mathf.Max(bounds.extents.y, bounds.extents.x / aspect) * Margin;
            }
            else
            {
                float half = Angle / 2f * Mathf.Deg2Rad;
                float across = Mathf.Atan(Mathf.Tan(half) * aspect);
                distance = radius / Mathf.Sin(Mathf.Min(half, across));
                camera.fieldOfView = Angle;
            }
            camera.clearFlags = CameraClearFlags.SolidColor;
            camera.backgroundColor = Grey;
            camera.nearClipPlane = Mathf.Max(distance - radius, distance * 0.001f);
            camera.farClipPlane = distance + radius;
            camera.transform.rotation = Quaternion.LookRotation(direction);
            camera.transform.position = bounds.center - direction * (distance / direction.magnitude);
        }

        static Material DefaultMaterial()
        {
            RenderPipelineAsset pipeline = GraphicsSettings.currentRenderPipeline;
            return pipeline != null ? pipeline.defaultMaterial : AssetDatabase.GetBuiltinExtraResource<Material>("Default-Material.mat");
        }

        static T Hidden<T>(string name, List<GameObject> made) where T : Component
        {
            GameObject owner = EditorUtility.CreateGameObjectWithHideFlags(name, HideFlags.HideAndDontSave, typeof(T));
            made.Add(owner);
            return owner.GetComponent<T>();
        }

        /// <summary>All loaded components of a type but those in files.</summary>
        static IEnumerable<T> InScenes<T>() where T : Component
        {
            return Resources.FindObjectsOfTypeAll(typeof(T)).Cast<T>().Where(each => !EditorUtility.IsPersistent(each)).ToArray();
        }
    }
}
