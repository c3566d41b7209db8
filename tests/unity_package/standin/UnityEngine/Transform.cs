using System.Collections.Generic;

namespace UnityEngine
{
    /// <summary>Without the effect of rotation and without the parents' scale: the package needs neither.</summary>
    public class Transform : Component
    {
        readonly List<Transform> children = new List<Transform>();
        Transform up;

        protected Transform()
        {
            localScale = Vector3.one;
        }

        public Vector3 localPosition { get; set; }
        public Vector3 localScale { get; set; }
        public Quaternion rotation { get; set; }

        public Vector3 position
        {
            get { return up == null ? localPosition : up.position + localPosition; }
            set { localPosition = up == null ? value : value - up.position; }
        }

        public Transform parent
        {
            get { return up; }
            set { SetParent(value); }
        }

        public int childCount
        {
            get { return children.Count; }
        }

        public Transform GetChild(int index)
        {
            return children[index];
        }

        public void SetParent(Transform p)
        {
            Vector3 world = position;
            Attach(p);
            position = world;
        }

        public void Translate(Vector3 translation)
        {
            localPosition = localPosition + translation;
        }

        public void Translate(float x, float y, float z)
        {
            Translate(new Vector3(x, y, z));
        }

        internal void Attach(Transform p)
        {
            if (up != null)
            {
                up.children.Remove(this);
            }
            up = p;
            if (up != null)
            {
                up.children.Add(this);
            }
        }
    }
}
