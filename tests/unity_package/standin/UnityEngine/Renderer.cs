namespace UnityEngine
{
    public class Renderer : Component
    {
        protected Renderer()
        {
            enabled = true;
        }

        public bool enabled { get; set; }
        public bool forceRenderingOff { get; set; }

        /// <summary>As of a cube of one unit.</summary>
        public Bounds bounds
        {
            get { return new Bounds(transform.position, transform.localScale); }
        }
    }
}
