namespace UnityEngine.Rendering
{
    public abstract class RenderPipelineAsset : ScriptableObject
    {
        public virtual Material defaultMaterial
        {
            get { return null; }
        }
    }
}
