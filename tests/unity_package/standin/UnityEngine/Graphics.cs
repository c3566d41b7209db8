namespace UnityEngine
{
    public class Graphics
    {
        public static void Blit(Texture source, RenderTexture dest, Vector2 scale, Vector2 offset)
        {
            dest.Fill = source.Fill;
        }
    }
}
