namespace UnityEngine.Rendering
{
    public sealed class GraphicsSettings : Object
    {
        public static RenderPipelineAsset currentRenderPipeline
        {
            get { return null; }
        }
    }
}
