namespace UnityEngine
{
    public sealed class GL
    {
        public static void Clear(bool clearDepth, bool clearColor, Color backgroundColor)
        {
            RenderTexture.active.Fill = backgroundColor;
        }
    }
}
