namespace UnityEngine
{
    public sealed class SpriteRenderer : Renderer
    {
    }
}
