namespace UnityEngine
{
    public class RenderTexture : Texture
    {
        /// <summary>Temporary ones that nobody has released.</summary>
        internal static int Borrowed { get; private set; }

        internal RenderTexture()
        {
        }

        public static RenderTexture active { get; set; }

        public static RenderTexture GetTemporary(
            int width, int height, int depthBuffer, RenderTextureFormat format, RenderTextureReadWrite readWrite, int antiAliasing)
        {
            Borrowed++;
            return new RenderTexture { width = width, height = height };
        }

        public bool Create()
        {
            return true;
        }

        public static void ReleaseTemporary(RenderTexture temp)
        {
            Borrowed--;
            DestroyImmediate(temp);
        }
    }
}
