namespace UnityEngine
{
    public struct Rect
    {
        public Rect(float x, float y, float width, float height) : this()
        {
            this.width = width;
            this.height = height;
        }

        public float width { get; set; }
        public float height { get; set; }
    }
}
