namespace UnityEngine
{
    public class Texture : Object
    {
        protected Texture()
        {
        }

        /// <summary>All pixels are of one colour here.</summary>
        internal Color Fill { get; set; }

        public virtual int width { get; set; }
        public virtual int height { get; set; }
    }
}
